import { type Role } from '../../../domain/roles';
import { type TestApi } from '../api';
import { type Canaries, type Sighting } from './canaries';
import { type Operation, type schemasOf, type send } from '../walk/operations';

/** A hospital that is filled with canaries, and how it is asked: through the API whose log is kept, refusals looked at. */
export interface CanaryHouse {
  readonly api: TestApi;
  readonly canaries: Canaries;
  readonly operations: readonly Operation[];
  readonly schemas: ReturnType<typeof schemasOf>;
  /** For files that come in. */
  readonly folder: string;
  /** Canaries seen where none may be. */
  readonly errors: Sighting[];
  ask(call: Parameters<typeof send>[1], role: Role | null, what: string): Promise<{ status: number; text: string }>;
}
