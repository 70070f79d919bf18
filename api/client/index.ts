export { contract } from '../contract';
export { type Endpoint } from '../contract/endpoint';
export { type ProblemBody } from '../contract/shapes';
export { ApiClient, ApiProblem, ApiUnreachable, type ClientOptions } from './client';
