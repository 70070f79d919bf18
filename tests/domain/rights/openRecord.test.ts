import * as fc from 'fast-check';
import { RESTRICTED } from '../../../api/policies/restricted';
import { mayShare, RECIPIENTS } from '../../../domain/rights/directives';
import { confidentialityOf, CONFIDENTIALITIES, SENSITIVITIES } from '../../../domain/rights/labels';
import { openRecord, STANDINGS } from '../../../domain/rights/openRecord';
import { ROLES, workableRoles } from '../../../domain/roles';

const standings = fc.subarray([...STANDINGS]);
const roles = fc.subarray([...ROLES].filter((role) => role !== 'service'), { minLength: 1 });
const level = fc.constantFrom('R', 'V', null);

describe('opening a record', () => {
  // Deny rules that were ignored or read as grants (CVE-2026-32126, CVE-2026-33302).
  test('a denial beats every standing, role and level, but the patient’s own', () => {
    fc.assert(fc.property(standings, roles, level, (held, who, confidentiality) => {
      const verdict = openRecord({ confidentiality, isDenied: true, standings: held, roles: who }, RESTRICTED);
      return verdict === (held.includes('own') ? 'open' : 'denied');
    }));
  });

  test('another standing or role never closes what was open', () => {
    fc.assert(fc.property(standings, roles, level, fc.constantFrom(...STANDINGS), fc.constantFrom(...ROLES), (held, who, confidentiality, more, role) => {
      const before = openRecord({ confidentiality, isDenied: false, standings: held, roles: who }, RESTRICTED);
      return before !== 'open' || openRecord({ confidentiality, isDenied: false, standings: [...held, more], roles: [...who, role] }, RESTRICTED) === 'open';
    }));
  });

  test('what is very restricted opens for nobody for whom restricted does not', () => {
    fc.assert(fc.property(standings, roles, (held, who) => {
      const asked = { isDenied: false, standings: held, roles: who };
      return openRecord({ ...asked, confidentiality: 'V' }, RESTRICTED) !== 'open' || openRecord({ ...asked, confidentiality: 'R' }, RESTRICTED) === 'open';
    }));
  });

  test('without a standing only auditors and the privacy officer open what is very restricted', () => {
    for (const role of ROLES) expect([role, openRecord({ confidentiality: 'V', isDenied: false, standings: [], roles: [role] }, RESTRICTED)]).toEqual([role, role === 'auditor' || role === 'privacy-officer' ? 'open' : 'restricted']);
  });
});

test('nobody else works the privacy officer’s tasks, whatever roles they cover', () => {
  expect(ROLES.filter((role) => workableRoles([role]).includes('privacy-officer'))).toEqual(['privacy-officer']);
});

describe('labels', () => {
  test('the strictest counts, and a category the patient holds closer is very restricted', () => {
    expect(confidentialityOf([], ['PSY'])).toBeNull();
    expect(confidentialityOf([{ confidentiality: 'R', sensitivity: 'PSY' }], [])).toBe('R');
    expect(confidentialityOf([{ confidentiality: 'R', sensitivity: 'PSY' }], ['HIV'])).toBe('R');
    expect(confidentialityOf([{ confidentiality: 'R', sensitivity: 'PSY' }], ['PSY'])).toBe('V');
    for (const one of CONFIDENTIALITIES) expect(confidentialityOf([{ confidentiality: one, sensitivity: 'CEL' }, { confidentiality: 'V', sensitivity: 'EMP' }], [])).toBe('V');
  });
});

describe('telling others', () => {
  test.each([
    ['payer', [], [], true], ['providers', [], [], true], ['research', [], [], false],
    ['payer', ['deny'], [], false], ['payer', ['deny', 'permit'], [], false], ['research', ['permit'], [], true], ['research', ['permit', 'deny'], [], false],
    ['payer', [], ['ETH'], false], ['payer', ['permit'], ['ETH'], true], ['providers', [], ['ETH'], false], ['payer', [], ['PSY'], true],
  ] as const)('%s with %j and labels %j: %s', (recipient, said, labels, may) => {
    const directives = said.map((provision) => ({ recipient, provision }));
    expect(mayShare(recipient, directives, labels.map((sensitivity) => ({ confidentiality: 'R', sensitivity })))).toBe(may);
  });

  test('a word about one recipient says nothing about another', () => {
    for (const recipient of RECIPIENTS) for (const other of RECIPIENTS.filter((one) => one !== recipient)) expect(mayShare(recipient, [{ recipient: other, provision: 'deny' }, { recipient: other, provision: 'permit' }], [])).toBe(recipient !== 'research');
    expect(SENSITIVITIES).toContain('ETH');
  });
});
