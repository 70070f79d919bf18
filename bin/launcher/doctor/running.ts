import { type Home } from '../home';
import { canListen, portsFrom, type PortName } from '../ports';
import { readState } from '../state';
import { statusOf } from '../status';
import { messageOf } from '../failure';
import { type Finding, note, ok, problem } from './finding';
import { examineRights } from './servers';

/** What runs now; where nothing does, whether the ports are free for it. */
export async function examineRunning(home: Home): Promise<Finding[]> {
  const status = await statusOf(home);
  if (!status.mode) return [...status.problems.map((text) => note('Running', text)), ...(status.problems.length > 0 ? [] : [ok('Running', 'nothing (npm start starts it)')]), ...(await examinePorts())];
  const names = status.processes.map(({ name }) => name).join(', ');
  const database = readState(home)?.servers?.database;
  const rights = database && database.origin !== 'given' && status.ready ? await examineRights(database.url) : [];
  return [ok('Running', `npm ${status.mode}: ${names}`), ...rights, ...status.problems.map((text) => problem('Running', text, `see the logs in ${home.logs}; Ctrl-C and npm start begin anew with the same data`))];
}

async function examinePorts(): Promise<Finding[]> {
  try {
    const ports = portsFrom(process.env['PORT_BASE'] ?? 4600);
    const taken: string[] = [];
    for (const [name, port] of Object.entries(ports) as [PortName, number][]) if (!(await canListen(port))) taken.push(`${port} (${name})`);
    return taken.length > 0
      ? [problem('Ports', `in use by other programs: ${taken.join(', ')}`, 'stop those programs, or choose other ports with PORT_BASE')]
      : [ok('Ports', `${ports.web} to ${ports.temporalUi} are free`)];
  } catch (error) {
    return [problem('Ports', messageOf(error), 'correct or unset PORT_BASE')];
  }
}
