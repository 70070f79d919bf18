import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What an authenticator can be made to do wrong. */
export interface Fault {
  readonly origin?: string;
  readonly domain?: string;
  /** No fingerprint, no code of the device. */
  readonly isUnverified?: boolean;
  readonly userHandle?: string;
  readonly counter?: number;
  /** Signed by another key. */
  readonly isForged?: boolean;
}

interface CreationOptions { readonly challenge: string; readonly user: { readonly id: string } }

const UP = 0x01;
const UV = 0x04;
const AT = 0x40;

/** An authenticator in software (WebAuthn Level 3, "none" attestation, ES256): one passkey, its counter, and every way to lie. */
export class SoftAuthenticator {
  readonly id = randomBytes(16);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private userHandle = '';
  private counter = 0;

  constructor(private readonly origin: string, private readonly domain: string) {}

  /** What navigator.credentials.create answers. */
  create(options: object, fault: Fault = {}): { id: string } & Record<string, unknown> {
    const { challenge, user } = options as CreationOptions;
    this.userHandle = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const authData = Buffer.concat([this.authData(fault, AT), Buffer.alloc(16), length, this.id, cosePublicKey(this.keys.publicKey)]);
    const attestationObject = Buffer.concat([Buffer.from([0xa3]), cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0]), cborText('authData'), cborBytes(authData)]);
    return this.credential({ clientDataJSON: this.clientData('webauthn.create', challenge, fault), attestationObject: attestationObject.toString('base64url'), transports: ['internal'] });
  }

  /** What navigator.credentials.get answers. */
  get(options: object, fault: Fault = {}): { id: string } & Record<string, unknown> {
    const { challenge } = options as CreationOptions;
    this.counter = fault.counter ?? this.counter + 1;
    const authData = this.authData(fault, 0);
    const clientDataJSON = this.clientData('webauthn.get', challenge, fault);
    const key = fault.isForged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.keys.privateKey;
    const signature = sign('sha256', Buffer.concat([authData, createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()]), key);
    return this.credential({ clientDataJSON, authenticatorData: authData.toString('base64url'), signature: signature.toString('base64url'), userHandle: fault.userHandle ?? this.userHandle });
  }

  private credential(response: object): { id: string } & Record<string, unknown> {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  private authData(fault: Fault, extra: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([createHash('sha256').update(fault.domain ?? this.domain).digest(), Buffer.from([UP | (fault.isUnverified ? 0 : UV) | extra]), counter]);
  }

  private clientData(type: string, challenge: string, fault: Fault): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: fault.origin ?? this.origin, crossOrigin: false })).toString('base64url');
  }
}

/** RFC 9053, 7.1.1: EC2 key, ES256, P-256. */
function cosePublicKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), cborBytes(Buffer.from(x, 'base64url')), Buffer.from([0x22]), cborBytes(Buffer.from(y, 'base64url'))]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const head = Buffer.from(bytes.length < 24 ? [0x40 + bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255]);
  return Buffer.concat([head, bytes]);
}
