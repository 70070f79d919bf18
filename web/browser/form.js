// Typed forms: fields that belong to an answer appear with it, and a slip is said beside its field. keep.js keeps what is typed.
(() => {
  const fieldOf = (element) => element.closest('[data-field]');

  document.addEventListener('DOMContentLoaded', () => {
    for (const form of document.querySelectorAll('form[data-complete]')) prepare(form);
    for (const form of document.querySelectorAll('form[data-conditional]')) {
      showFields(form);
      form.addEventListener('change', () => showFields(form));
    }
    document.querySelector('[data-error-summary]')?.focus();
  });

  function prepare(form) {
    form.noValidate = true;
    showFields(form);
    form.addEventListener('change', (event) => {
      showFields(form);
      const field = fieldOf(event.target);
      if (field) check(field);
    });
    form.addEventListener('input', (event) => {
      const field = fieldOf(event.target);
      if (field?.querySelector('[data-error]')?.textContent) check(field);
    });
    form.addEventListener('focusout', (event) => {
      const field = fieldOf(event.target);
      if (field && event.target.value) check(field);
    });
    form.addEventListener('submit', (event) => {
      if (!event.submitter?.hasAttribute('data-complete-button')) return; // a draft may have gaps
      const wrong = [...form.querySelectorAll('[data-field]:not([hidden])')].filter((field) => !field.closest('[hidden]') && !check(field));
      if (wrong.length === 0) return;
      event.preventDefault();
      wrong[0].querySelector('input, select, textarea')?.focus();
    });
  }

  // A scanner ends a code with Enter, and so does a hurried thumb: that goes on to the next field. Ctrl Enter completes.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !event.target.matches('input.scan, form[data-complete] input:not([type="checkbox"], [type="radio"])')) return;
    event.preventDefault();
    const fields = [...event.target.form.querySelectorAll('input:not([type="hidden"]), select, textarea, button')].filter((field) => !field.disabled && field.offsetParent !== null);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });

  /** A field with a condition shows when the field it hangs on, in the same row or form, has that value, or one of those values. */
  function showFields(form) {
    for (const control of form.querySelectorAll('[data-required-unless]')) control.required = valueOf(form, control.dataset.requiredUnless) === '';
    for (const field of form.querySelectorAll('[data-when]')) {
      const value = valueOf(form, field.dataset.when);
      const shown = field.dataset.equals.split(' ').includes(value);
      field.hidden = !shown;
      for (const control of field.querySelectorAll('input, select, textarea')) control.disabled = !shown;
    }
  }

  function valueOf(form, name) {
    const controls = [...form.elements].filter((control) => control.name === name);
    const chosen = controls.find((control) => (control.type === 'radio' || control.type === 'checkbox' ? control.checked : control.value !== ''));
    return chosen ? chosen.value : '';
  }

  /** True when the field is right; else says what is wrong, in the words the API would use. */
  function check(field) {
    const controls = [...field.querySelectorAll('input, select, textarea')].filter((control) => !control.disabled);
    if (controls.length === 0) return true;
    const problem = problemOf(field.dataset.label, controls);
    const at = field.querySelector('[data-error]');
    if (at) at.textContent = problem;
    for (const control of controls) control.setAttribute('aria-invalid', String(problem !== ''));
    return problem === '';
  }

  function problemOf(label, controls) {
    const [first] = controls;
    if (first.type === 'radio') return first.required && !controls.some((control) => control.checked) ? `${label} is needed.` : '';
    if (first.type === 'checkbox') return first.required && !first.checked ? `${label}: confirm before you go on.` : '';
    const { validity } = first;
    const text = first.value.trim();
    if (text === '') return first.required ? `${label} is needed.` : '';
    if (first.dataset.number) return numberProblem(label, text, first.dataset) || questionOf(label, text, first);
    if (validity.patternMismatch) return `${label}: ${first.dataset.patternHint || 'not in the expected form'}.`;
    if (validity.tooLong) return `${label} is longer than ${first.maxLength} characters.`;
    return '';
  }

  /** A reading that is rare is taken with a tick that it was read twice; one that is not needs none. */
  function questionOf(label, text, input) {
    const { low, high, last, unit = '' } = input.dataset;
    const confirm = input.closest('[data-field]').querySelector('[data-confirm-reading]');
    if (low === undefined || !confirm) return '';
    const value = Number(text.replace(',', '.'));
    const box = confirm.querySelector('input');
    const side = value < Number(low) ? 'low' : value > Number(high) ? 'high' : '';
    // The tick belongs to the value it was given for.
    if (confirm.dataset.for !== undefined && confirm.dataset.for !== text) box.checked = false;
    confirm.hidden = side === '';
    confirm.dataset.for = text;
    if (side === '' || box.checked) return '';
    return `${label} ${text}${unit ? ` ${unit}` : ''} is unusually ${side}${last ? ` (last: ${last})` : ''}. Look again; if it is right, tick the box.`;
  }

  // Numbers are text fields with a number pad: a wheel or an arrow key must never change a reading.
  function numberProblem(label, text, { number: step, min, max, unit = '' }) {
    const clean = text.replace(/^(-?\d+),(\d+)$/, '$1.$2');
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(clean)) return `${label} must be a number.`;
    const value = Number(clean);
    if (step === '1' && !Number.isInteger(value)) return `${label} must be a whole number.`;
    if (min !== undefined && value < Number(min)) return `${label} cannot be below ${min} ${unit}`.trimEnd() + '. Check the reading.';
    if (max !== undefined && value > Number(max)) return `${label} cannot be above ${max} ${unit}`.trimEnd() + '. Check the reading.';
    return '';
  }
})();
