// Run by the launcher (and by the production image's migrate job): brings the schema up to date as the owner, registers
// the token of worker and notifier, and gives the application user exactly the rights it needs. Prints one JSON object.
import { migrate } from '../../../db/migrate';
import { parseDatabaseUrl } from '../servers/database-address';
import { grantApplication } from './grants';
import { registerServiceToken } from './serviceToken';

async function main(): Promise<void> {
  const applicationUrl = process.env['DATABASE_URL'] ?? '';
  const ownerUrl = process.env['DATABASE_ADMIN_URL'] ?? applicationUrl;
  parseDatabaseUrl(applicationUrl, 'DATABASE_URL');
  const { applied } = await migrate(ownerUrl, (name) => process.stderr.write(`applying ${name}\n`));
  const token = process.env['CAREWAY_SERVICE_TOKEN'];
  if (token) await registerServiceToken(ownerUrl, token);
  const restricted = await grantApplication(ownerUrl, applicationUrl);
  process.stdout.write(`${JSON.stringify({ applied, restricted })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
});
