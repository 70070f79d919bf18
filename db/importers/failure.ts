/**
 * An import that cannot go on, with nothing of it kept. The message is a sentence for the person who ran it and never
 * carries a patient's data. `exitCode`: 2 the input is at fault, 3 a server is.
 */
export class ImportFailure extends Error {
  constructor(message: string, readonly exitCode: 2 | 3 = 2, cause?: unknown) {
    super(message, { cause });
    this.name = 'ImportFailure';
  }
}

/** One row that is left out: which field, and why, without what stood there (it may identify somebody). */
export class RowRejected extends Error {
  constructor(readonly field: string, readonly reason: string) {
    super(`${field} ${reason}`);
    this.name = 'RowRejected';
  }
}
