import { Secret } from 'otpauth';
import { type Transaction } from 'sequelize';
import { type Database } from '../connect';
import { StaffUser } from '../models';

/** The authenticator of somebody of the demonstration, so that they can sign in where their role needs a second factor. A secret that is there stays. */
export async function seedSecondFactor(db: Database, userId: string, transaction: Transaction): Promise<string> {
  const place = { table: 'staff_users', column: 'totp_secret_enc', id: userId };
  const user = await StaffUser.findByPk(userId, { attributes: ['totpSecretEnc', 'totpConfirmedAt'], transaction });
  if (user?.totpSecretEnc && user.totpConfirmedAt) return db.cipher.open(place, user.totpSecretEnc);
  const secret = new Secret({ size: 20 }).base32;
  await StaffUser.update({ totpSecretEnc: db.cipher.seal(place, secret), totpConfirmedAt: new Date() }, { where: { id: userId }, transaction });
  return secret;
}
