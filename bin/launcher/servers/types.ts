/** Where a server came from, in the order of the search. */
export type Origin = 'given' | 'private' | 'docker';

/** The record's database: one application user, and one owner for migrations and for tests that create databases. */
export interface DatabaseServer {
  readonly origin: Origin;
  readonly kind: 'mysql' | 'mariadb';
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** mysql://user:password@host:port/name of the application user. */
  readonly url: string;
  /** The same for the owner, who may create tables, users and databases. */
  readonly adminUrl: string;
}

export interface RedisServer {
  readonly origin: Origin;
  readonly version: string;
  readonly url: string;
}

export interface TemporalServer {
  readonly origin: Origin;
  readonly version: string;
  /** host:port of the front end. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string;
}

/** The three servers, ready to use. */
export interface Provisioned {
  readonly database: DatabaseServer;
  readonly redis: RedisServer;
  readonly temporal: TemporalServer;
}
