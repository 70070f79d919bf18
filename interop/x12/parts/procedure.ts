import type { DraftElement } from '../core/draft';
import type { Segment } from '../core/segment';
import { present } from '../core/text';
import type { Procedure } from './model';

/** The procedure in a composite element, undefined when the element is empty. */
export function readProcedure(segment: Segment, element: number): Procedure | undefined {
  const [qualifier, code, m1, m2, m3, m4, description] = segment.components(element);
  if (!qualifier) return undefined;
  const modifiers = [m1, m2, m3, m4].filter((modifier): modifier is string => Boolean(modifier));
  return present({ qualifier, code: code ?? '', modifiers, description: description || undefined });
}

/** Like `readProcedure` where the guide requires one. */
export function needProcedure(segment: Segment, element: number): Procedure {
  return readProcedure(segment, element) ?? { qualifier: '', code: '', modifiers: [] };
}

/** The composite element of a procedure. */
export function draftProcedure(procedure: Procedure | undefined): DraftElement {
  if (!procedure) return undefined;
  const { qualifier, code, modifiers, description } = procedure;
  const [m1, m2, m3, m4, ...tooMany] = modifiers;
  // A fifth modifier has no place: it goes where the guide refuses it rather than being dropped.
  return [qualifier, code, m1, m2, m3, m4, description, ...tooMany];
}
