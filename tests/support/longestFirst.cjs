const Sequencer = require('@jest/test-sequencer').default;

/** On a clean clone jest knows no durations and goes by file size; these few take half a minute and more, and come first lest the run wait for one of them at its end. */
const LONGEST = ['chaos/journeys', 'e2e/homes', 'api/policyWalk', 'e2e/journey', 'e2e/patientPages', 'bin/launcherCommand', 'bin/launcherStart', 'e2e/offline'].map((name) => `/tests/${name}.test.ts`);

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONGEST.some((name) => path.endsWith(name));
    const place = ({ path }) => LONGEST.findIndex((name) => path.endsWith(name));
    const ordered = super.sort(tests);
    return [...ordered.filter(isLong).sort((one, other) => place(one) - place(other)), ...ordered.filter((test) => !isLong(test))];
  }
};
