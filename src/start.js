// Plain JavaScript that every Node.js since 18 can read: an older one says what is needed instead of failing on the first .ts file.
if (process.features.typescript) await import('./server.ts')
else {
  process.stderr.write(
    `Lịch Trực cần Node.js 24 (đang chạy ${process.version}): chạy lại "npm ci" không bỏ các gói tùy chọn (optional) rồi "npm start" / ` +
      `Lịch Trực needs Node.js 24 (this is ${process.version}): run "npm ci" again without omitting optional packages, then "npm start".\n`
  )
  process.exitCode = 1
}
