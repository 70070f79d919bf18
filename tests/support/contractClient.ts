import { ApiClient } from '../../api/client';
import { type Endpoint } from '../../api/contract/endpoint';
import { problemStatuses } from '../../api/http/openapi';

/** A client that takes no refusal of which the contract does not say that there may be one: whoever reads the OpenAPI document is prepared for all. */
export class ContractClient extends ApiClient {
  override withToken(token: string): ContractClient {
    return new ContractClient({ ...this.options, token });
  }

  override async send(endpoint: Endpoint, input: Parameters<ApiClient['send']>[1]): Promise<Response> {
    const response = await super.send(endpoint, input);
    if (response.status >= 400 && !problemStatuses(endpoint, false).has(response.status)) throw new Error(`${endpoint.id} answers ${response.status}, of which its contract says nothing.`);
    return response;
  }
}
