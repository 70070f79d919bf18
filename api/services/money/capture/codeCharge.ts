import { SERVICE_CATEGORIES } from '../../../../domain/claims/chargeMaster';
import { certainCode, type MappingsOf, suggestions } from './crosswalk';
import { type DoneService } from './doneServices';

export interface ChargeCoding {
  readonly procedureCode: string | null;
  readonly revenueCode: string | null;
  /** Ready to bill; otherwise a coder decides. */
  readonly isCoded: boolean;
}

/**
 * Billing codes of a service by the crosswalk. A service the crosswalk knows in either system can be billed: the department's
 * revenue code stands in where only the procedure is mapped. One it does not know waits for a coder.
 */
export function codeCharge(service: DoneService, mappings: MappingsOf): ChargeCoding {
  if (service.revenueCode !== null) return { procedureCode: null, revenueCode: service.revenueCode, isCoded: true };
  const procedureCode = certainCode(mappings, 'HCPCS');
  const mappedRevenue = certainCode(mappings, 'REVENUE');
  const isCoded = procedureCode !== null || mappedRevenue !== null;
  return { procedureCode, revenueCode: mappedRevenue ?? (isCoded ? SERVICE_CATEGORIES[service.category].revenueCode : null), isCoded };
}

/** What a coder is offered first for an uncoded charge; the department's revenue code when the crosswalk is silent. */
export function suggestCoding(category: DoneService['category'], mappings: MappingsOf): { procedureCode: string | null; revenueCode: string } {
  return {
    procedureCode: suggestions(mappings, 'HCPCS')[0] ?? null,
    revenueCode: suggestions(mappings, 'REVENUE')[0] ?? SERVICE_CATEGORIES[category].revenueCode,
  };
}
