import { type ServerContext } from './context';

/** The variables of servers/compose.yml. All of them every time: compose reads the whole file for one service. */
export function dockerEnvironment({ secrets, ports }: Pick<ServerContext, 'secrets' | 'ports'>): Record<string, string> {
  return {
    CAREWAY_DB_ROOT_PASSWORD: secrets.databaseOwnerPassword,
    CAREWAY_DB_PORT: String(ports.mysql),
    CAREWAY_REDIS_PASSWORD: secrets.redisPassword,
    CAREWAY_REDIS_PORT: String(ports.redis),
    CAREWAY_TEMPORAL_PORT: String(ports.temporal),
    CAREWAY_TEMPORAL_UI_PORT: String(ports.temporalUi),
  };
}
