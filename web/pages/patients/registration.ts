import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

const GENDERS = [['female', 'Female'], ['male', 'Male'], ['other', 'Other'], ['unknown', 'Unknown']] as const;
const CHANNELS = [['email', 'E-mail'], ['sms', 'SMS']] as const;

/** Registering a patient who has no record yet. */
export const registrationPages = [
  get('/patients/new', (visit) => showForm(visit)),
  post('/patients', register),
];

function showForm(visit: Visit, refusal: RefusedForm | null = null): void {
  const typed = Object.fromEntries(visit.posted);
  visit.render('patients/new', {
    ...refusal, typed, errors: refusal?.errors ?? {},
    genders: options(typed['gender'] ?? 'unknown', GENDERS), channels: options(typed['prefersChannel'] ?? 'email', CHANNELS),
  }, { status: refusal?.status ?? 200 });
}

async function register(visit: Visit): Promise<void> {
  const text = (name: string): string => visit.posted.get(name)?.trim() ?? '';
  const address = { line: text('line'), city: text('city'), state: text('state'), postalCode: text('postalCode') };
  try {
    const { id } = await visit.api.call(contract.createPatient, {
      body: {
        name: { family: text('family'), given: text('given').split(/\s+/).filter(Boolean) },
        birthDate: text('birthDate'), gender: text('gender') as 'unknown', prefersChannel: text('prefersChannel') === 'sms' ? 'sms' : 'email',
        contact: { phone: text('phone') || null, email: text('email') || null, address: Object.values(address).some(Boolean) ? address : null },
      },
    });
    visit.redirect(`/patients/${id}`, 'patient-registered');
  } catch (error) {
    showForm(visit, refusalOf(error, (field) => field.split('.').filter((part) => !/^\d+$/.test(part)).pop() ?? field));
  }
}
