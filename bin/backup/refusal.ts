import { EXIT, LaunchFailure } from '../launcher/failure';
import { checkDatabase } from '../launcher/servers/database';

/** A backup that is not used: changed, cut short, of an unknown format, or sealed with a key that is not here. Nothing was touched. */
export class BackupRefused extends LaunchFailure {
  constructor(message: string) {
    super(message, EXIT.usage);
    this.name = 'BackupRefused';
  }
}

/** Tables are described in the words of the server they came from, which the other kind does not take. */
export async function refuseOtherServer(ownerUrl: string, { server }: { readonly server: { readonly kind: string; readonly version: string } }): Promise<void> {
  const here = await checkDatabase(ownerUrl, 'DATABASE_ADMIN_URL');
  if (here.kind !== server.kind) throw new BackupRefused(`The backup is of ${server.kind} ${server.version} and this server is ${here.kind} ${here.version}: restore it on the kind it came from.`);
}
