import type { Report } from '../core/problem';
import type { Segment } from '../core/segment';
import { given, present, readCents, readDate, unlessEmpty } from '../core/text';
import type { ProviderAdjustmentReason } from '../dictionary/codes';
import type { Loop } from '../grammar/loop';
import { readAddress, readContact, readReferences } from '../parts/party';
import type { TransactionReader } from '../transactionSet';
import { RemittanceBalance } from './balance';
import type { BankAccount, Payee, Payer, Payment, ProviderAdjustment, RemittanceHeader } from './model';
import { readClaimPayment } from './parseClaimPayment';

/** Read an 835: header, one claim payment at a time, provider adjustments; checks that everything balances. */
export function read835(report: Report): TransactionReader {
  const balance = new RemittanceBalance(report);
  return {
    item(loop, [claimGroup]) {
      const claim = readClaimPayment(loop, Number(claimGroup?.head.at(1)));
      balance.checkClaim(loop, claim);
      return claim;
    },
    header: readHeader,
    trailer(root) {
      const providerAdjustments = root.all('PLB').flatMap(readProviderAdjustments);
      balance.checkRemittance(root.need('BPR'), providerAdjustments);
      return { providerAdjustments };
    },
  };
}

function readHeader(root: Loop): Omit<RemittanceHeader, 'set' | 'controlNumber'> {
  const trn = root.need('TRN');
  return present({
    payment: readPayment(root.need('BPR')),
    trace: present({ number: trn.at(2), originator: trn.at(3), supplement: trn.optional(4) }),
    receiverId: root.find('REF', 'EV')?.at(2),
    systemVersion: root.find('REF', 'F2')?.at(2),
    producedOn: given(root.find('DTM')?.at(2), readDate),
    payer: readPayer(root.needChild('1000A')),
    payee: readPayee(root.needChild('1000B')),
  });
}

function readPayment(bpr: Segment): Payment {
  return present({
    handling: bpr.at(1), amountCents: readCents(bpr.at(2)), direction: bpr.at(3) as Payment['direction'], method: bpr.at(4),
    format: bpr.optional(5), sender: readAccount(bpr, 6), originator: bpr.optional(10), supplement: bpr.optional(11),
    receiver: readAccount(bpr, 12), date: readDate(bpr.at(16)),
  });
}

function readAccount(bpr: Segment, at: number): BankAccount | undefined {
  if (bpr.at(at) === '') return undefined;
  return present({ bankQualifier: bpr.at(at), bank: bpr.at(at + 1), accountQualifier: bpr.optional(at + 2), account: bpr.optional(at + 3) });
}

function readPayer(loop: Loop): Payer {
  const business = loop.find('PER', 'CX');
  return present({
    name: loop.head.at(2), planId: loop.head.optional(4), address: readAddress(loop) ?? { lines: [], city: '' },
    references: unlessEmpty(readReferences(loop)), businessContact: business && readContact(business),
    technicalContacts: loop.all('PER', 'BL').map(readContact), website: loop.find('PER', 'IC')?.at(4),
  });
}

function readPayee(loop: Loop): Payee {
  return present({
    name: loop.head.at(2), id: { qualifier: loop.head.at(3), value: loop.head.at(4) }, address: readAddress(loop),
    references: unlessEmpty(readReferences(loop)),
  });
}

/** A PLB holds up to six adjustments of one provider and fiscal year. */
function readProviderAdjustments(plb: Segment): ProviderAdjustment[] {
  return [3, 5, 7, 9, 11, 13].filter((at) => plb.at(at) !== '').map((at) => present({
    providerId: plb.at(1), fiscalPeriodEnd: readDate(plb.at(2)), reason: plb.component(at, 1) as ProviderAdjustmentReason,
    reference: plb.component(at, 2) || undefined, cents: readCents(plb.at(at + 1)),
  }));
}
