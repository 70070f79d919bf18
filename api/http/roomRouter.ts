import Router from '@koa/router';

type Layer = Router['stack'][number];

/**
 * A router that tries a request only on the addresses of its room: `tasks` of "/api/v1/tasks/…". Trying each of the API's addresses in turn, as the router does
 * by itself, took a twenty-fifth of the API's processor time.
 */
export class RoomRouter extends Router {
  private readonly rooms = new Map<string, Layer[]>();
  private sorted = 0;

  override match(path: string, method: string): ReturnType<Router['match']> {
    const all = this.stack;
    if (this.sorted !== all.length) this.sort(all);
    this.stack = this.rooms.get(roomOf(path)) ?? [];
    try {
      return super.match(path, method);
    } finally {
      this.stack = all;
    }
  }

  private sort(all: readonly Layer[]): void {
    this.rooms.clear();
    for (const layer of all) {
      const room = roomOf(String(layer.path));
      if (room.startsWith(':')) throw new Error(`The address ${String(layer.path)} names no room.`);
      this.rooms.set(room, [...(this.rooms.get(room) ?? []), layer]);
    }
    this.sorted = all.length;
  }
}

/** Capital letters are the same room, as they are the same address; a slash at the end makes no other. */
function roomOf(path: string): string {
  return (path.split('/')[3] ?? '').toLowerCase();
}
