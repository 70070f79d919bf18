import { type Act, execute } from './act';
import { Problem } from './problem';

/** What came of trying: the value, or the refusal. */
export type Attempted<T> = { readonly done: true; readonly value: T } | { readonly done: false; readonly problem: Problem };

const SAVEPOINT = 'careway_attempt';

/**
 * Try part of an act inside its transaction. A refusal takes back what the attempt wrote and nothing else, so one of many can fail alone.
 * Everything that is no refusal (a deadlock, a lost connection, a fault) goes up: the whole transaction is over then.
 */
export async function attempt<T>(act: Act, work: (inner: Act) => Promise<T>): Promise<Attempted<T>> {
  const inner = quietly(act);
  await execute(act, `SAVEPOINT ${SAVEPOINT}`);
  try {
    const value = await work(inner);
    await execute(act, `RELEASE SAVEPOINT ${SAVEPOINT}`);
    act.audits.push(...inner.audits);
    act.commands.push(...inner.commands);
    act.announcements.push(...inner.announcements);
    act.notificationIds.push(...inner.notificationIds);
    return { done: true, value };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await execute(act, `ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    return { done: false, problem: error };
  }
}

/** Do it to see what comes of it, and take it back: a dry run that cannot differ from the real one. Nothing is told to anybody. */
export async function rehearse<T>(act: Act, work: (inner: Act) => Promise<T>): Promise<Attempted<T>> {
  await execute(act, `SAVEPOINT ${SAVEPOINT}`);
  try {
    return { done: true, value: await work(quietly(act)) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { done: false, problem: error };
  } finally {
    // After a deadlock the savepoint is gone with the transaction; that error is the one to tell.
    await execute(act, `ROLLBACK TO SAVEPOINT ${SAVEPOINT}`).catch(() => undefined);
  }
}

function quietly(act: Act): Act {
  return { ...act, audits: [], commands: [], announcements: [], notificationIds: [] };
}
