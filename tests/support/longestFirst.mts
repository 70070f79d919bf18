import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** On a clean clone nobody knows how long a file takes, and size decides; these take longest, and come first lest the run wait for one of them at its end. */
const LONGEST = ['chaos/journeys', 'e2e/homes', 'api/policyWalk', 'e2e/journey', 'e2e/patientPages', 'bin/launcherCommand', 'bin/launcherStart', 'e2e/offline'].map((name) => `/tests/${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => LONGEST.findIndex((name) => moduleId.endsWith(name));
    const ordered = await super.sort(files);
    return [...ordered.filter((file) => place(file) >= 0).sort((one, other) => place(one) - place(other)), ...ordered.filter((file) => place(file) < 0)];
  }
}
