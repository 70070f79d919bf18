import { type TwinPart } from './script';

/** One workflow of a twin: `<id>-<role>`. */
export interface TwinInput {
  readonly id: string;
  readonly role: string;
  readonly parts: readonly TwinPart[];
}

/** An activity of the twin: nothing, but for telling its player how far the workflow has come. */
export interface TwinActivities {
  nothing(at: { readonly id: string; readonly role: string; readonly at: number }): Promise<void>;
}
