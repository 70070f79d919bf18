/** Makes the project runnable: true when it is; otherwise says why on stderr, sets the exit code and is false. */
export function prepare(): boolean;
/** One sentence when this Node is older than package.json asks for. */
export function nodeProblem(version: string): string | undefined;
/** Why the packages have to be installed, if they have. */
export function installReason(): string | undefined;
