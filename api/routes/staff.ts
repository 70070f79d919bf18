import { staffContract } from '../contract/staff';
import { type Act } from '../http/act';
import { type Route, route } from '../http/route';
import { cancelAbsence, couldSubstitute, createAbsence, findAbsence, listAbsences } from '../services/staff/absences';
import { changeTeam, createTeam, deleteTeam, findTeam, listStaff, listTeams } from '../services/staff/teams';

const team = (act: Act, { params }: { params: { teamId: string } }) => findTeam(act, params.teamId);

/** Teams, and substitutes for those on leave. */
export function staffRoutes(): Route[] {
  return [
    route(staffContract.listStaff, { policy: 'team.read', handle: async (act) => ({ items: await listStaff(act) }) }),
    route(staffContract.listTeams, { policy: 'team.read', handle: async (act) => ({ items: await listTeams(act) }) }),
    route(staffContract.createTeam, { policy: 'team.write', handle: (act, { body }) => createTeam(act, body) }),
    route(staffContract.changeTeam, { policy: 'team.write', load: team, handle: (act, { loaded, body }) => changeTeam(act, loaded, body) }),
    route(staffContract.deleteTeam, {
      policy: 'team.write', load: team,
      handle: async (act, { loaded }) => {
        await deleteTeam(act, loaded);
        return {};
      },
    }),
    route(staffContract.listAbsences, { policy: 'absence.own', handle: async (act) => ({ items: await listAbsences(act) }) }),
    route(staffContract.createAbsence, { policy: 'absence.own', handle: (act, { body }) => createAbsence(act, body) }),
    route(staffContract.cancelAbsence, {
      policy: 'absence.own',
      load: (act, { params }) => findAbsence(act, params.absenceId),
      handle: async (act, { loaded }) => {
        await cancelAbsence(act, loaded);
        return {};
      },
    }),
    route(staffContract.listSubstitutes, { policy: 'absence.own', handle: async (act, { query }) => ({ items: await couldSubstitute(act, query.userId ?? act.principal.id) }) }),
  ];
}
