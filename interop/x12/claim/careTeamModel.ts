/** Loops 2310 and 2420: who did what for a claim or a line of it, and where. */
import type { Address, PartyName, Reference } from '../parts/model';

/** A clinician or organization by name and NPI. */
export interface Provider {
  name: PartyName;
  npi?: string;
  taxonomy?: string;
  /** Further numbers; `payerId` names the payer they are known to. */
  references?: ProviderReference[];
}

export interface ProviderReference extends Reference {
  payerId?: string;
}

export interface ServiceFacility {
  name: string;
  npi?: string;
  address: Address;
  references?: ProviderReference[];
}

/** Who did what. Which roles a claim or line may have is the guide's to say. */
export interface CareTeam {
  attending?: Provider;
  operating?: Provider;
  otherOperating?: Provider;
  rendering?: Provider;
  referring?: Provider;
  primaryCare?: Provider;
  supervising?: Provider;
  ordering?: Provider;
  serviceFacility?: ServiceFacility;
}
