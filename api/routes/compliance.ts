import { KeyRing } from '../../keys/keyRing';
import { type Config } from '../config';
import { complianceContract } from '../contract/compliance';
import { type Route, route } from '../http/route';
import { readCompliance } from '../services/compliance/readCompliance';

/** Compliance, for those who answer for it and those who look over their shoulder. */
export function complianceRoutes(config: Config): Route[] {
  return [
    route(complianceContract.readCompliance, {
      policy: 'compliance.read',
      handle: (act) => {
        act.audits.push({ action: 'compliance.read', resourceType: 'compliance' });
        return readCompliance(act, { checkpoints: config.auditCheckpointDir, masterKeyId: KeyRing.parse(config.keys).currentId, webUrl: config.webUrl, sessionIdleMinutes: config.sessionIdleMinutes, sessionHours: config.sessionHours });
      },
    }),
  ];
}
