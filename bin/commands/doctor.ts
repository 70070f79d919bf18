import { Command } from 'commander';
import { examineMachine } from '../launcher/doctor/machine';
import { examineRunning } from '../launcher/doctor/running';
import { examineServers } from '../launcher/doctor/servers';
import { type Finding } from '../launcher/doctor/finding';
import { EXIT } from '../launcher/failure';
import { homeAt } from '../launcher/home';

const SIGNS = { ok: '✓', note: '•', problem: '✗' } as const;

/** `careway doctor`: what is installed, running, misconfigured, and how to mend it. Exit 1 when something is wrong. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what is installed, running, misconfigured, and how to mend it')
    .option('--json', 'print a JSON array')
    .action(async ({ json }: { json?: boolean }) => {
      const home = homeAt(process.env['CAREWAY_HOME']);
      const findings = [...(await examineMachine(home)), ...(await examineServers(home)), ...(await examineRunning(home))];
      process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(''));
      process.exitCode = findings.some(({ level }) => level === 'problem') ? EXIT.found : EXIT.done;
    });
}

function line({ area, level, text, mend }: Finding): string {
  return `${SIGNS[level]} ${area.padEnd(12)}${text}\n${mend ? `  ${''.padEnd(12)}→ ${mend}\n` : ''}`;
}
