-- Three invented customers: one with all a card can show, one without a name, one firm with nothing but a number.
INSERT INTO customer (id, customer_no, name, kind, gender, birth_on, region, industry, occupation, income_year,
    risk_level, risk_level_until_on, id_document_until_on, opened_on, remark, entered_on)
  VALUES (1, '100731', '沈立群', 'person', 'male', 3438, '城东', '批发', '个体', 36000000, 'C3', {today} + 170,
          {today} + 2500, {today} - 2200, '太太管钱, 先问太太是否方便', {today} - 900),
         (2, '100482', NULL, 'person', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {today} - 300),
         (3, '100900', '宏远五金商行', 'firm', NULL, NULL, '城东', '制造业', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
          {today} - 400);
INSERT INTO phone (customer_id, number, kind, state, is_primary, remark)
  VALUES (1, '15450002618', 'mobile', 'valid', 1, '本人'), (1, '0571-87650205', 'work', 'unverified', 0, '总机'),
         (2, '15450000007', 'mobile', 'invalid', 1, NULL);
INSERT INTO tag (customer_id, tag) VALUES (1, '价格敏感');
INSERT INTO consent (customer_id, channel, state, window_from_minute, window_to_minute, given_on, wording)
  VALUES (1, 'phone', 'window', 840, 1020, {today} - 630, '下午可以打'),
         (1, 'sms', 'service_only', NULL, NULL, {today} - 750, NULL), (2, 'phone', 'never', NULL, NULL, {today} - 9, '别再打');
INSERT INTO txn_kind (id, code, text) VALUES (1, 'transfer_out', '转出'), (2, 'transfer_in', '转账转入'),
  (3, 'card_purchase', '消费'), (4, 'product_purchase', '购买理财');
INSERT INTO account (id, account_no, customer_id, product, label, opened_on, balance, balance_on, maturity_on, rate_bp,
    renews, product_risk)
  VALUES (1, '6217000000006620', 1, 'current_account', NULL, {today} - 2200, 11000000, {today} - 1, NULL, NULL, NULL, NULL),
         (2, '6217000000007718', 1, 'time_deposit', '一年期', {today} - 280, 35000000, {today} - 280, {today} + 82, 145, 0, NULL),
         (3, '6217000000000931', 1, 'wealth', '稳利90天', {today} - 62, 55000000, {today} - 62, {today} + 28, NULL, NULL, 'R2');
INSERT INTO txn (customer_id, account_id, booked_on, amount, kind_id, balance_after, counterparty)
  VALUES (1, 1, {today} - 400, 30000000, 2, 90000000, '他行转来'), (1, 1, {today} - 150, -15000000, 1, 75000000, '货款'),
         (1, 3, {today} - 62, -55000000, 4, 20000000, '稳利90天'), (1, 1, {today} - 40, 43100000, 2, 63100000, '货款'),
         (1, 1, {today} - 12, 3100000, 2, 66200000, '货款'), (1, 1, {today} - 8, -126000, 3, 66074000, '超市'),
         (1, 1, {today} - 7, -200000, 3, 65874000, '超市'), (1, 1, {today} - 6, -3000, 3, 65871000, '早餐'),
         (1, 1, {today} - 1, -52000000, 1, 11000000, '他行本人户');
INSERT INTO contact (customer_id, at, channel, direction, reach, result, note, duration_s, phone_id, recorded_at)
  VALUES (1, ({today} - 21) * 86400 + 26400, 'phone', 'out', 'connected', 'served', '理财到期前一周再联系', 250, 1, 0),
         (1, ({today} - 69) * 86400 + 9720, 'phone', 'out', 'connected', 'appointment', '想看看三个月的', 180, 1, 0),
         (1, ({today} - 69) * 86400 + 9600, 'phone', 'out', 'busy', NULL, NULL, NULL, 1, 0),
         (1, ({today} - 330) * 86400 + 9600, 'sms', 'out', 'delivered', NULL, '年末问候', NULL, NULL, 0);
INSERT INTO follow_up (customer_id, kind, reason, due_on, channel, note, created_at)
  VALUES (1, 'promise', 'promise', {today} + 21, 'phone', '报新产品利率', ({today} - 21) * 86400 + 26400);
INSERT INTO class_override (customer_id, dimension, class, reason, author, from_on, until_on, created_at)
  VALUES (1, 'industry', 'trade', '本人告知', '张晓岚', {today} - 270, {today} + 68, 0);
