import { type MedicineClass } from './ingredients';

/** `contraindicated` and `major` stop an order until the prescriber gives a reason; `moderate` is only said. */
export const INTERACTION_SEVERITIES = ['contraindicated', 'major', 'moderate'] as const;
export type InteractionSeverity = (typeof INTERACTION_SEVERITIES)[number];

/** One side of a pair: an ingredient by RxNorm identifier, or a class. */
export type InteractionSide = { readonly rxcui: string } | { readonly class: MedicineClass };

export interface InteractionRule {
  readonly id: string;
  readonly a: InteractionSide;
  readonly b: InteractionSide;
  readonly severity: InteractionSeverity;
  /** What happens, in words for the prescriber. */
  readonly effect: string;
  readonly source: string;
}

const label = (of: string): string => `US prescribing information of ${of} (DailyMed)`;
const ONC = 'Phansalkar et al., High-priority drug–drug interactions for use in electronic health records, JAMIA 2012;19:735';
const only = (rxcui: string): InteractionSide => ({ rxcui });
const any = (name: MedicineClass): InteractionSide => ({ class: name });
const rule = (id: string, a: InteractionSide, b: InteractionSide, severity: InteractionSeverity, effect: string, source: string): InteractionRule => ({ id, a, b, severity, effect, source });

/**
 * Our own table of interacting pairs: those of the named publications that concern what the pharmacy stocks. It is short on purpose:
 * the pairs everybody agrees on. What it does not cover: every other pair, foods, herbs, interactions that need three medicines, and
 * doses (except where the rule on doses says so). No finding never means that there is none.
 */
export const INTERACTIONS: readonly InteractionRule[] = [
  rule('nitrate-sildenafil', any('nitrate'), only('136411'), 'contraindicated', 'severe fall of blood pressure', label('sildenafil, section 4.1')),
  rule('ssri-linezolid', any('ssri'), only('190376'), 'contraindicated', 'serotonin syndrome', ONC),
  rule('clarithromycin-simvastatin', any('strong-cyp3a4-inhibitor'), only('36567'), 'contraindicated', 'breakdown of muscle (rhabdomyolysis)', label('simvastatin, section 4')),
  rule('sacubitril-ace', only('1656328'), any('ace-inhibitor'), 'contraindicated', 'angioedema: 36 hours must lie between the two', label('sacubitril and valsartan, section 4')),
  rule('qt-qt', any('qt-prolonging'), any('qt-prolonging'), 'major', 'QT interval prolonged twice: torsade de pointes', ONC),
  rule('anticoagulant-nsaid', any('anticoagulant'), any('nsaid'), 'major', 'bleeding', label('warfarin, section 7')),
  rule('anticoagulant-antiplatelet', any('anticoagulant'), any('antiplatelet'), 'major', 'bleeding', label('enoxaparin, section 7')),
  rule('warfarin-smx', only('11289'), only('10180'), 'major', 'bleeding: the effect of warfarin rises', label('warfarin, section 7')),
  rule('warfarin-amiodarone', only('11289'), only('703'), 'major', 'bleeding: the effect of warfarin rises for weeks', label('amiodarone, section 7')),
  rule('opioid-benzodiazepine', any('opioid'), any('benzodiazepine'), 'major', 'deep sedation and arrest of breathing', 'US FDA boxed warning on opioids with benzodiazepines, 31 August 2016'),
  rule('ace-arb', any('ace-inhibitor'), any('arb'), 'major', 'high potassium, low blood pressure and kidney failure', label('losartan, section 7')),
  rule('ace-potassium', any('ace-inhibitor'), only('8591'), 'major', 'high potassium', label('lisinopril, section 7')),
  rule('ace-sparing', any('ace-inhibitor'), any('potassium-sparing'), 'major', 'high potassium', label('spironolactone, section 7')),
  rule('arb-sparing', any('arb'), any('potassium-sparing'), 'major', 'high potassium', label('losartan, section 7')),
  rule('sparing-potassium', any('potassium-sparing'), only('8591'), 'major', 'high potassium', label('spironolactone, section 7')),
  rule('trimethoprim-ace', only('10829'), any('ace-inhibitor'), 'major', 'high potassium', label('sulfamethoxazole and trimethoprim, precautions')),
  rule('beta-verapamil', any('beta-blocker'), only('11170'), 'major', 'slow pulse and heart block', label('verapamil, precautions')),
  rule('beta-diltiazem', any('beta-blocker'), only('3443'), 'major', 'slow pulse and heart block', label('diltiazem, precautions')),
  rule('digoxin-verapamil', only('3407'), only('11170'), 'major', 'the level of digoxin rises by half or more', label('digoxin, section 7')),
  rule('digoxin-amiodarone', only('3407'), only('703'), 'major', 'the level of digoxin rises by half or more', label('digoxin, section 7')),
  rule('digoxin-clarithromycin', only('3407'), only('21212'), 'major', 'the level of digoxin rises', label('digoxin, section 7')),
  rule('simvastatin-verapamil', only('36567'), only('11170'), 'major', 'breakdown of muscle: no more than 10 mg of simvastatin a day', label('simvastatin, section 2')),
  rule('simvastatin-diltiazem', only('36567'), only('3443'), 'major', 'breakdown of muscle: no more than 10 mg of simvastatin a day', label('simvastatin, section 2')),
  rule('simvastatin-amiodarone', only('36567'), only('703'), 'major', 'breakdown of muscle: no more than 20 mg of simvastatin a day', label('simvastatin, section 2')),
  rule('simvastatin-amlodipine', only('36567'), only('17767'), 'moderate', 'breakdown of muscle: no more than 20 mg of simvastatin a day', label('simvastatin, section 2')),
  rule('ssri-tramadol', any('ssri'), only('10689'), 'major', 'serotonin syndrome and seizures', label('tramadol, section 7')),
  rule('methotrexate-nsaid', only('6851'), any('nsaid'), 'major', 'the level of methotrexate rises', label('methotrexate, section 7')),
  rule('methotrexate-trimethoprim', only('6851'), only('10829'), 'major', 'loss of blood cells', label('methotrexate, section 7')),
  rule('lithium-nsaid', only('6448'), any('nsaid'), 'major', 'the level of lithium rises', label('lithium, section 7')),
  rule('lithium-ace', only('6448'), any('ace-inhibitor'), 'major', 'the level of lithium rises', label('lithium, section 7')),
  rule('lithium-thiazide', only('6448'), only('5487'), 'major', 'the level of lithium rises', label('lithium, section 7')),
  rule('tacrolimus-cyp3a4', only('42316'), any('strong-cyp3a4-inhibitor'), 'major', 'the level of tacrolimus rises: kidney damage', label('tacrolimus, section 7')),
  rule('tacrolimus-sparing', only('42316'), any('potassium-sparing'), 'major', 'high potassium', label('tacrolimus, section 7')),
  rule('cisplatin-vancomycin', only('2555'), only('11124'), 'major', 'kidney damage twice', label('cisplatin, section 7')),
  rule('ace-nsaid', any('ace-inhibitor'), any('nsaid'), 'moderate', 'the kidneys suffer and the blood pressure rises', label('lisinopril, section 7')),
  rule('arb-nsaid', any('arb'), any('nsaid'), 'moderate', 'the kidneys suffer and the blood pressure rises', label('losartan, section 7')),
  rule('furosemide-nsaid', only('4603'), any('nsaid'), 'moderate', 'furosemide works less', label('furosemide, precautions')),
  rule('ssri-nsaid', any('ssri'), any('nsaid'), 'moderate', 'bleeding', label('fluoxetine, section 7')),
  rule('levothyroxine-iron', only('10582'), only('24947'), 'moderate', 'levothyroxine is taken up less: four hours between the two', label('levothyroxine, section 7')),
  rule('digoxin-furosemide', only('3407'), only('4603'), 'moderate', 'low potassium makes digoxin toxic: watch the potassium', label('digoxin, section 7')),
  rule('insulin-beta', any('insulin'), any('beta-blocker'), 'moderate', 'signs of low sugar are hidden', label('metoprolol, section 5')),
];
