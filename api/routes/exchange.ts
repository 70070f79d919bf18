import { type Config } from '../config';
import { exchangeContract } from '../contract/exchange';
import { type Act } from '../http/act';
import { unprocessable } from '../http/problem';
import { type Route, route } from '../http/route';
import { readExchangeFolder } from '../services/exchange/folderState';
import { contentOf } from '../services/exchange/keptFile';
import { listConnections } from '../services/exchange/listConnections';
import { listExchangeFiles, readExchangeFile } from '../services/exchange/listFiles';
import { listOutboundFiles } from '../services/exchange/outbound';
import { lockPayer, readConnection, setConnection } from '../services/exchange/payerConnection';
import { type ExchangeFileRow, lockFile, nameOf, retryFile } from '../services/exchange/retryFile';

const loadPayer = (act: Act, { params }: { params: { payerId: string } }) => lockPayer(act, params.payerId);
const loadFile = (act: Act, { params }: { params: { fileId: string } }): Promise<ExchangeFileRow | null> => lockFile(act, params.fileId);
/** What a page can hand to a person; larger files lie in the folder. */
const MOST_BYTES = 32 << 20;

/** How payers are reached, what goes to them and what came from them. */
export function exchangeRoutes({ exchangeDir }: Pick<Config, 'exchangeDir'>): Route[] {
  return [
    route(exchangeContract.listPayerConnections, { policy: 'connection.read', handle: (act, { query }) => listConnections(act, query) }),
    route(exchangeContract.readPayerConnection, { policy: 'connection.read', load: loadPayer, handle: (act, { loaded }) => readConnection(act, loaded) }),
    route(exchangeContract.setPayerConnection, { policy: 'admin.write', load: loadPayer, handle: (act, { loaded, body }) => setConnection(act, loaded, body) }),
    route(exchangeContract.readExchangeFolder, { policy: 'exchange.read', handle: (act) => readExchangeFolder(act, exchangeDir) }),
    route(exchangeContract.listOutboundFiles, { policy: 'exchange.read', handle: (act, { query }) => listOutboundFiles(act, query) }),
    route(exchangeContract.listExchangeFiles, { policy: 'exchange.read', handle: (act, { query }) => listExchangeFiles(act, query) }),
    route(exchangeContract.readExchangeFile, { policy: 'exchange.read', load: loadFile, handle: (act, { loaded }) => readExchangeFile(act, loaded) }),
    route(exchangeContract.readExchangeFileContent, {
      policy: 'exchange.read', load: loadFile,
      handle: async (act, { loaded }) => {
        if (Number(loaded.isKept) !== 1) throw unprocessable('file-not-kept', 'The content of this file is not on record; it lies in the exchange folder.');
        if (Number(loaded.bytes) > MOST_BYTES) throw unprocessable('file-too-large', 'This file is too large to be handed over here; it lies in the exchange folder.');
        const pieces: Buffer[] = [];
        for await (const piece of contentOf(act, loaded.id)) pieces.push(piece);
        act.audits.push({ action: 'exchange.file-read', resourceType: 'exchange file', resourceId: loaded.id });
        return { name: nameOf(act, loaded) ?? `${loaded.id}.x12`, content: Buffer.concat(pieces).toString('base64') };
      },
    }),
    route(exchangeContract.retryExchangeFile, {
      policy: 'exchange.work', load: loadFile,
      handle: async (act, { loaded }) => {
        const taken = await retryFile(act, loaded);
        return { state: taken.state, fileId: taken.state === 'taken-in' ? taken.fileId : null, problems: taken.state === 'failed' ? [...taken.problems] : [] };
      },
    }),
  ];
}
