import { forgetSchema } from './keep';

/** After the last test of a run. */
export default function teardown(): void {
  forgetSchema();
}
