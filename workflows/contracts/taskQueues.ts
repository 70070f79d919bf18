/** All Careway workflows and activities run here. */
export const CAREWAY_TASK_QUEUE = 'careway';
