import { KeyRing } from '../../keys/keyRing';
import { EXIT, LaunchFailure, messageOf } from '../launcher/failure';

/** The keys of CAREWAY_KEYS, or a sentence that says what is wrong with them. */
export function keyRing(): KeyRing {
  try {
    return KeyRing.parse(process.env['CAREWAY_KEYS']);
  } catch (error) {
    throw new LaunchFailure(messageOf(error), EXIT.usage);
  }
}
