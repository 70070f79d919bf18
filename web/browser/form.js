// Typed forms: fields that belong to an answer appear with it, a slip is said beside its field, and what is typed is kept.
(() => {
  const fieldOf = (element) => element.closest('[data-field]');

  document.addEventListener('DOMContentLoaded', () => {
    for (const form of document.querySelectorAll('form[data-complete]')) prepare(form);
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
      form.dataset.unsaved = '';
      say(form, 'Not saved yet');
      const field = fieldOf(event.target);
      if (field?.querySelector('[data-error]')?.textContent) check(field);
    });
    form.addEventListener('focusout', (event) => {
      const field = fieldOf(event.target);
      if (field && event.target.value) check(field);
    });
    form.addEventListener('submit', (event) => {
      if (!event.submitter?.hasAttribute('data-complete-button')) return void delete form.dataset.unsaved;
      const wrong = [...form.querySelectorAll('[data-field]:not([hidden])')].filter((field) => !field.closest('[hidden]') && !check(field));
      if (wrong.length === 0) return void delete form.dataset.unsaved;
      event.preventDefault();
      wrong[0].querySelector('input, select, textarea')?.focus();
    });
    form.addEventListener('htmx:afterRequest', (event) => {
      if (event.detail.successful && event.detail.elt.hasAttribute('data-draft')) delete form.dataset.unsaved;
      else if (!event.detail.successful) say(form, 'Not saved: no connection. What you typed stays here.');
    });
    addEventListener('beforeunload', (event) => {
      if ('unsaved' in form.dataset) event.preventDefault();
    });
  }

  function say(form, text) {
    const at = form.querySelector('[data-saved]');
    if (at) at.textContent = text;
  }

  /** A field with a condition shows when the field it hangs on, in the same row or form, has that value. */
  function showFields(form) {
    for (const field of form.querySelectorAll('[data-when]')) {
      const value = valueOf(form, field.dataset.when);
      const shown = value === field.dataset.equals;
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
    if (first.dataset.number) return numberProblem(label, text, first.dataset);
    if (validity.patternMismatch) return `${label}: ${first.dataset.patternHint || 'not in the expected form'}.`;
    if (validity.tooLong) return `${label} is longer than ${first.maxLength} characters.`;
    return '';
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
