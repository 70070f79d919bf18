import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Sequelize } from 'sequelize';
import { checkpointPublicKey } from '../../api/services/audit/checkpoint';
import { type AuditReport } from '../../api/services/audit/report';
import { verifyAudit } from '../../api/services/audit/verify';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { keyRing } from '../support/keyRing';

const ER_ACCESS_DENIED = 1045;
const ER_TABLEACCESS_DENIED = 1142;
const ER_NO_SUCH_TABLE = 1146;

/** `careway audit`: is the trail of who did what as it was written? */
export function auditCommand(): Command {
  const audit = new Command('audit').description('the audit trail');
  audit.command('verify')
    .description('exit 1 and the place on any change, deletion, reordering, rehashing, cut-off end or emptying')
    .option('--json', 'print the report as one JSON object')
    .option('--checkpoints <dir>', 'folder of the signed checkpoints (default: AUDIT_CHECKPOINT_DIR, or audit/ of the home)')
    .action(async ({ json, checkpoints }: { json?: boolean; checkpoints?: string }) => {
      const report = await verify(checkpoints);
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report));
      process.exitCode = report.intact ? EXIT.done : EXIT.found;
    });
  audit.command('public-key')
    .description('the key with which anybody can check the signature of a checkpoint (Ed25519, PEM)')
    .action(() => void process.stdout.write(checkpointPublicKey(keyRing())));
  return audit;
}

async function verify(checkpoints: string | undefined): Promise<AuditReport> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new LaunchFailure('No hospital is running here. Start it with npm start, or set DATABASE_URL and CAREWAY_KEYS.', EXIT.unreachable);
  const keys = keyRing();
  const folder = folderOf(checkpoints);
  const sequelize = new Sequelize(url, { dialect: 'mysql', logging: false, timezone: '+00:00', pool: { max: 1, min: 0, acquire: 20_000 }, dialectOptions: { supportBigNumbers: true } });
  try {
    const report = await verifyAudit(sequelize, keys, folder);
    if (await mayDelete(sequelize)) report.warnings.push('The database user of DATABASE_URL may delete audit events: let the API use one that may not (docs/security.md).');
    return report;
  } catch (error) {
    if ((error as { parent?: { errno?: number } }).parent?.errno !== ER_ACCESS_DENIED) throw error;
    throw new LaunchFailure('The database refuses the user or the password of DATABASE_URL.', EXIT.unreachable);
  } finally {
    await sequelize.close();
  }
}

/** A folder that was named must exist; one that nobody named may be missing. */
function folderOf(given: string | undefined): string | null {
  const named = given ?? process.env['AUDIT_CHECKPOINT_DIR'];
  if (given && !existsSync(given)) throw new LaunchFailure(`There is no folder ${given}.`, EXIT.usage);
  if (named) return named;
  const own = join(process.env['CAREWAY_HOME'] ?? '.careway', 'audit');
  return existsSync(own) ? own : null;
}

/** Asks the server rather than the grants: a deletion of nothing needs the right to delete. */
async function mayDelete(sequelize: Sequelize): Promise<boolean> {
  try {
    await sequelize.query('DELETE FROM audit_events WHERE 1 = 0');
    return true;
  } catch (error) {
    const { errno } = (error as { parent?: { errno?: number } }).parent ?? {};
    if (errno === ER_TABLEACCESS_DENIED || errno === ER_NO_SUCH_TABLE) return false;
    throw error;
  }
}

function inWords({ intact, events, chains, checkpoint, problems, warnings }: AuditReport): string {
  const known = checkpoint ? `; checkpoint ${checkpoint.number} of ${checkpoint.at}` : '';
  const lines = [
    ...problems.map(({ message }) => `✗ ${message}`),
    ...warnings.map((warning) => `! ${warning}`),
    intact ? `✓ ${events} events in ${chains} chains are as they were written${known}.` : `The audit trail was tampered with (${events} events in ${chains} chains${known}).`,
  ];
  return `${lines.join('\n')}\n`;
}
