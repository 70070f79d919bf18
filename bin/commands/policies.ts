import { Command } from 'commander';
import { NAMELESS, RESTRICTED } from '../../api/policies/restricted';
import { POLICIES, type Policy, type PolicyName } from '../../api/policies/table';
import { type Confidentiality } from '../../domain/rights/labels';
import { type Opening } from '../../domain/rights/openRecord';
import { type Role, ROLES } from '../../domain/roles';

/** One line of the table: what one role may do, and with whose records. */
interface Permission {
  readonly role: Role;
  readonly resource: string;
  readonly action: string;
  /** any, or how the person must stand to the record: own, own-ward, holder. */
  readonly relation: string;
  readonly policy: string;
  /** What a record labelled R or V asks for besides; null where the answer names no patient. A patient's denial beats all of it. */
  readonly restricted: Readonly<Record<Confidentiality, Opening>> | null;
}

/** `careway policies`: role × resource × action × relation, from the one table that API and web obey. Needs no server. */
export function policiesCommand(): Command {
  return new Command('policies')
    .description('who may what: role, resource, action, relation')
    .option('--json', 'print a JSON array, one object per permission')
    .option('--role <role>', 'of one role only')
    .action(({ json, role }: { json?: boolean; role?: string }, command: Command) => {
      if (role && !(ROLES as readonly string[]).includes(role)) command.error(`error: there is no role ${role}; there are ${ROLES.join(', ')}`);
      const permissions = allPermissions().filter((permission) => !role || permission.role === role);
      process.stdout.write(json ? `${JSON.stringify(permissions, null, 2)}\n` : `${asTable(permissions)}\n${conditions(role)}`);
    });
}

function allPermissions(): Permission[] {
  const policies = Object.entries(POLICIES) as [string, Policy][];
  return ROLES.flatMap((role) => policies.flatMap(([policy, { resource, action, grants }]) => {
    const relation = grants[role];
    const restricted = NAMELESS.includes(policy as PolicyName) ? null : { R: RESTRICTED.R[role] ?? [], V: RESTRICTED.V[role] ?? [] };
    return relation ? [{ role, resource, action, relation, policy, restricted }] : [];
  }));
}

/** What a restricted record asks for besides, role by role. */
function conditions(role: string | undefined): string {
  const words = (opening: Opening | undefined) => (opening === 'any' ? 'opens' : opening === undefined || opening.length === 0 ? 'never opens' : opening.join(', '));
  const lines = ROLES.filter((one) => one !== 'service' && (!role || one === role)).map((one) => `  ${one.padEnd(20)} R: ${words(one === 'patient' ? ['own'] : RESTRICTED.R[one])}   V: ${words(one === 'patient' ? ['own'] : RESTRICTED.V[one])}`);
  return ['A restricted (R) or very restricted (V) record opens, besides, only to:', ...lines, 'A directive of the patient that shuts a person or role out beats all of it, the broken glass too.', `Without a name, and so not restricted: ${NAMELESS.join(', ')}.`, ''].join('\n');
}

/** Columns as wide as their widest cell; a role stands once, in front of its first line. */
function asTable(permissions: readonly Permission[]): string {
  const head = ['role', 'resource', 'action', 'relation', 'policy'];
  const rows = permissions.map(({ role, resource, action, relation, policy }, index) => [permissions[index - 1]?.role === role ? '' : role, resource, action, relation, policy]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`;
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('');
}
