import { type Home, type Secrets } from '../home';
import { type Ports } from '../ports';
import { type Progress, type Step } from '../progress';
import { type Supervisor } from '../supervisor';

/** Everything a server needs to be found or started. */
export interface ServerContext {
  readonly home: Home;
  readonly secrets: Secrets;
  readonly ports: Ports;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
  readonly step: Step;
  /** `durable` survives a power cut; `fast` trades that for speed in tests (a killed process still loses nothing). */
  readonly durability: 'durable' | 'fast';
}
