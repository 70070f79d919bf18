import { type Visit } from './visit';

/** One address of the web and what answers it. */
export interface Page {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** `anyone`: before sign-in; `person`: only with a session, and `visit.person` is there. */
  readonly for: 'anyone' | 'person';
  readonly handle: (visit: Visit) => Promise<void> | void;
}

export const get = (path: string, handle: Page['handle'], audience: Page['for'] = 'person'): Page => ({ method: 'get', path, for: audience, handle });
export const post = (path: string, handle: Page['handle'], audience: Page['for'] = 'person'): Page => ({ method: 'post', path, for: audience, handle });
