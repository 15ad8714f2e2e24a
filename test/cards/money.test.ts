import assert from 'node:assert/strict';
import { amountText, dayText, moneyText, percentText } from '../../cards/money.ts';
import { money } from '../../services/money/money.ts';

const now = new Date('2026-11-22T09:00:00Z');
/** Some locales group with spaces that do not break. */
const spaced = (text: string) => text.replace(/\s/g, ' ');

describe('money in words', () => {
  it('is a number in the person’s locale with the code of its currency', () => {
    const sum = money('12345.6', 'eur');

    assert.equal(moneyText(sum, 'en-GB'), '12,345.60 EUR');
    assert.equal(moneyText(sum, 'de-DE'), '12.345,60 EUR');
    assert.equal(spaced(moneyText(sum, 'fr-FR')), '12 345,60 EUR');
    assert.equal(amountText(sum, 'en-GB'), '12,345.60');
  });

  it('has no places where they are all zero, and those that its currency has', () => {
    assert.equal(moneyText(money('312', 'EUR'), 'en'), '312 EUR');
    assert.equal(moneyText(money('0.84', 'EUR'), 'en'), '0.84 EUR');
    assert.equal(moneyText(money('1234.4', 'JPY'), 'en'), '1,234 JPY');
  });

  it('is rounded half to even from exact text, beyond what a float can hold', () => {
    assert.equal(moneyText(money('0.005', 'EUR'), 'en'), '0 EUR');
    assert.equal(moneyText(money('0.015', 'EUR'), 'en'), '0.02 EUR');
    assert.equal(moneyText(money('1000000000000.01', 'EUR'), 'en'), '1,000,000,000,000.01 EUR');
    assert.equal(moneyText(money('90071992547409931.25', 'EUR'), 'en'), '90,071,992,547,409,931.25 EUR');
  });

  it('says less than nothing only where something is left of it', () => {
    assert.equal(moneyText(money('-12.5', 'EUR'), 'en'), '-12.50 EUR');
    assert.equal(moneyText(money('-0.001', 'EUR'), 'en'), '0 EUR');
  });

  it('is English for a locale that nobody knows', () => {
    assert.equal(moneyText(money('1234', 'EUR'), 'no such_locale'), '1,234 EUR');
    assert.equal(moneyText(money('1234', 'credits'), 'en'), '1,234 CREDITS');
  });

  it('says no percent before it is reached', () => {
    assert.equal(percentText(0.74999, 'en'), '74 %');
    assert.equal(percentText(0.75, 'en'), '75 %');
    assert.equal(percentText(0.58, 'en'), '58 %');
    assert.equal(percentText(0.001, 'en'), 'below 1 %');
    assert.equal(percentText(0, 'en'), '0 %');
  });

  it('says days of UTC, with the year where it is far away', () => {
    assert.equal(dayText('2026-12-14', now, 'en-GB'), '14 December');
    assert.equal(dayText('2027-01-03', now, 'en-GB'), '3 January');
    assert.equal(dayText('2028-01-03', now, 'en-GB'), '3 January 2028');
    assert.equal(dayText('2026-12-14', now, 'de-DE'), '14. Dezember');
  });
});
