const longest = 150;
/** Controls, what changes the direction of text, and what file systems or the header itself give a meaning to. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"\\/:*?<>|%;]/gu;

/** Saves an answer as a file of this name, whatever the name holds (RFC 6266, 4.3; RFC 8187, 3.2). */
export function attachment(fileName: string): string {
  const name = safe(fileName);
  const plain = name.replace(/[^ -~]/gu, '_');
  const encoded = encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return plain === name
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The end stays where it is too long: it says what kind of file it is. */
function safe(fileName: string): string {
  const kept = [...fileName.toWellFormed().replace(unsafe, '_')];
  const short = kept.length > longest ? [...kept.slice(0, longest - 21), '_', ...kept.slice(-20)] : kept;
  // No hidden files, and no ends that Windows drops.
  const name = short.join('').replace(/^[. ]+|[. ]+$/g, '');
  return name || 'file';
}
