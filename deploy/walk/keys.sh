# Every key and password changed, as docs/keys.md, docs/proof.md and docs/seal.md say; read by inside.sh.
set_in() { sed -i "/^$2=/d" "/etc/decision-register/$1" && echo "$2=$3" >> "/etc/decision-register/$1"; }
restart() { for name in "$@"; do systemctl restart "decision-register-$name.service"; done; }
proved() { register-manage check --deploy --database default && ask $PAPER /account/login/ 200 && register-manage verify_book; }

say "SECRET_KEY"
OLD=$(grep '^SECRET_KEY=' /etc/decision-register/web.env | cut -d= -f2-)
set_in web.env SECRET_KEY "$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')"
set_in web.env SECRET_KEY_FALLBACKS "$OLD"
restart web worker
register-manage reencrypt_second_factors
sed -i '/^SECRET_KEY_FALLBACKS=/d' /etc/decision-register/web.env
set_in register.env SECRET_KEY "$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')"
restart web worker public
proved

say "The log's key"
openssl genpkey -algorithm ed25519 | openssl pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASS -out /root/new.key
install -o decision-register -m 400 /root/new.key /etc/decision-register/log-2026.key
set_in worker.env LOG_FORMER_KEY_FILE /etc/decision-register/log.key
set_in worker.env LOG_KEY_FILE /etc/decision-register/log-2026.key
set_in worker.env LOG_KEY_PASSPHRASE "$PASS"
restart worker
register-manage hand_over_log_key
ask /log/hand-overs 200
proved
sed -i '/^LOG_FORMER_KEY_FILE=/d' /etc/decision-register/worker.env
restart worker
proved

say "The seal"
mkdir -p /root/NEW && cd /root/NEW
make_seal "Second root" "Second seal"
cd /etc/decision-register
cp -p seal.key old.key && cp -p seal.crt old.crt && cp -p roots.crt old-roots.crt
cat /root/NEW/roots.crt old-roots.crt > roots.crt
cat /root/NEW/seal.key > seal.key && cat /root/NEW/seal.crt > seal.crt
restart web public worker
test -e seal-hand-overs.json || install -o decision-register -m 644 /dev/null seal-hand-overs.json
SEAL_FORMER_KEY_PASSPHRASE=$PASS register-manage hand_over_seal --former-key old.key --former-certificate old.crt --former-roots old-roots.crt
rm old.key
ask /verify/seal-hand-overs.json 200
proved

say "Passwords of the four roles"
for role in desk reader worker owner; do
    NEW=$(python3 -c 'import secrets; print(secrets.token_urlsafe(24))')
    runuser -u postgres -- psql -qc "ALTER ROLE register_$role PASSWORD '$NEW'"
    sed -i "s,postgresql://register_$role:[^@]*@,postgresql://register_$role:$NEW@," /etc/decision-register/*.env
done
restart web public worker
proved

say "The backups' key: a backup under the first, then under the second"
pair() { /opt/decision-register/current/.venv/bin/python -c 'import pyrage; key = pyrage.x25519.Identity.generate(); print(key); print(key.to_public())'; }
for number in 1 2; do
    pair > /root/pair
    head -1 /root/pair > "/root/backup.key" && chmod 600 /root/backup.key
    set_in owner.env BACKUP_PUBLIC_KEY "$(tail -1 /root/pair)"
    register-manage back_up
    register-manage test_backup "$(ls /var/lib/decision-register-backups/*.backup.age | tail -1)" --identity - < /root/backup.key
done
cd $SOURCE
