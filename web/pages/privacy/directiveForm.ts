import { type z } from 'zod';
import { type contract } from '../../../api/client';
import { type Recipient } from '../../../domain/rights/directives';

type NewDirective = z.input<typeof contract.addDirective.body>;

/** A posted directive: "scope:provision:about", with "user:ID" or "role:name" for who may or may not open; the API judges it. */
export function directiveOf(posted: URLSearchParams): NewDirective {
  const [scope, provision, about = ''] = (posted.get('choice') ?? '').split(':');
  const [kind, id = ''] = (posted.get('who') ?? '').split(':');
  const note = posted.get('note')?.trim();
  const noted = note ? { note } : {};
  const said = provision === 'permit' ? 'permit' : 'deny';
  if (scope === 'sensitive') return { scope, sensitivity: about as 'PSY', ...noted };
  if (scope === 'access') return { scope, provision: said, ...(kind === 'user' ? { userId: id } : kind === 'role' ? { role: id as 'nurse' } : {}), ...noted };
  return { scope: 'share', provision: said, recipient: about as Recipient, ...noted };
}
