/** What an argument is, and why it will not do: wrong usage, found before anything is planned. */
export class WrongArgument extends Error {
  /** As the help of the command names it. */
  readonly argument: string;
  readonly remedy: string;

  constructor(argument: string, message: string, remedy: string) {
    super(`${argument} ${message}.`);
    this.name = new.target.name;
    this.argument = argument;
    this.remedy = remedy;
  }
}

/** Governance may not do this, or not now. */
export class Refused extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = new.target.name;
    this.remedy = remedy;
  }
}
