import { type Config } from '../config';
import { adminContract } from '../contract/admin';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { changeAccess, createUser, disableUser, enableUser, endUserSessions, lockUser, resetPassword, resetSecondFactor } from '../services/admin/changeUser';
import { createServiceToken, findServiceToken, listServiceTokens, revokeServiceToken, rotateServiceToken } from '../services/admin/serviceTokens';
import { readSystemHealth } from '../services/admin/systemHealth';
import { findUser, listUsers } from '../services/admin/users';

const lock = (act: Act, { params }: { params: { userId: string } }) => lockUser(act, params.userId);

/** Who may sign in, the tokens of Careway's own processes, and how the system fares. */
export function adminRoutes(config: Pick<Config, 'auditCheckpointDir'>): Route[] {
  return [
    route(adminContract.listUsers, { policy: 'admin.read', handle: (act, { query }) => listUsers(act, query) }),
    route(adminContract.readUser, { policy: 'admin.read', load: (act, { params }) => findUser(act, params.userId), handle: async (_act, { loaded }) => loaded }),
    route(adminContract.createUser, { policy: 'admin.write', fresh: true, handle: (act, { body }) => createUser(act, body) }),
    route(adminContract.changeUserAccess, { policy: 'admin.write', fresh: true, load: lock, handle: (act, { loaded, body }) => changeAccess(act, loaded, body) }),
    route(adminContract.disableUser, { policy: 'admin.write', load: lock, handle: (act, { loaded, body }) => disableUser(act, loaded, body) }),
    route(adminContract.enableUser, { policy: 'admin.write', load: lock, handle: (act, { loaded, body }) => enableUser(act, loaded, body.version) }),
    route(adminContract.resetPassword, { policy: 'admin.write', fresh: true, load: lock, handle: (act, { loaded }) => resetPassword(act, loaded) }),
    route(adminContract.resetSecondFactor, { policy: 'admin.write', fresh: true, load: lock, handle: (act, { loaded }) => resetSecondFactor(act, loaded) }),
    route(adminContract.endUserSessions, { policy: 'admin.write', fresh: true, load: lock, handle: (act, { loaded }) => endUserSessions(act, loaded) }),
    route(adminContract.listServiceTokens, { policy: 'admin.read', handle: async (act) => ({ items: await listServiceTokens(act) }) }),
    route(adminContract.createServiceToken, { policy: 'admin.write', fresh: true, handle: (act, { body }) => createServiceToken(act, body) }),
    route(adminContract.rotateServiceToken, { policy: 'admin.write', fresh: true, load: (act, { params }) => findServiceToken(act, params.tokenId), handle: (act, { loaded, body }) => rotateServiceToken(act, loaded, body.overlapMinutes) }),
    route(adminContract.revokeServiceToken, {
      policy: 'admin.write', load: (act, { params }) => findServiceToken(act, params.tokenId),
      handle: async (act, { loaded }) => {
        await revokeServiceToken(act, loaded);
        return {};
      },
    }),
    route(adminContract.readSystemHealth, { policy: 'admin.read', handle: (act) => readSystemHealth(act, config.auditCheckpointDir) }),
  ];
}
