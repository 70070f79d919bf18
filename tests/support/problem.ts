import { ApiProblem } from '../../api/client';

/** The problem a refused call was answered with; fails when it was not refused. */
export async function problemOf(promise: Promise<unknown>): Promise<ApiProblem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
  throw new Error('The call was expected to be refused, but it was done.');
}

/** The same in short, as "403 restricted": status and name of the problem. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const { status, problem } = await problemOf(call);
  return `${status} ${problem.type.split(':').pop() ?? ''}`;
}
