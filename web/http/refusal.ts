/** A refusal by the web itself, before the API was asked. `message` is for the person. */
export class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'Refusal';
  }
}
