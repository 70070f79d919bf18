import { v7 } from 'uuid';

/** A new record ID: UUID version 7, so that rows made together lie together in the index. Opaque, no meaning for people. */
export function newId(): string {
  return v7();
}
