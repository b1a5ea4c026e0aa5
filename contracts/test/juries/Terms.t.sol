// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Terms } from "../../src/disputes/Jury.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract TermsTest is JuriesFixture {
  function test_termsFitIntoTheCoolDown() public {
    Terms memory terms = termsOf();
    terms.reportWindow = COOL_DOWN - 7 * STEP;
    vm.expectRevert(abi.encodeWithSelector(Juries.TermsTooLong.selector, COOL_DOWN, COOL_DOWN));
    new Juries(staking, treasury, REPORTER_BPS, terms);
    terms = termsOf();
    terms.quorum = 0;
    refuse(terms);
    terms.quorum = 25;
    refuse(terms);
    terms = termsOf();
    terms.drawBlocks = 0;
    refuse(terms);
    terms = termsOf();
    terms.slashBps = 10_001;
    refuse(terms);
    terms = termsOf();
    terms.jurorBps = 10_001 - REPORTER_BPS;
    refuse(terms);
  }

  function test_allSeatsMayBeNeeded() public {
    Terms memory terms = termsOf();
    terms.quorum = terms.seats;
    (, uint16 seats, uint16 quorum,,,,,,,,,) = new Juries(staking, treasury, REPORTER_BPS, terms).terms();
    assertEq(quorum, seats);
  }

  function test_jurorsAndReporterMayShareAllOfASlash() public {
    Terms memory terms = termsOf();
    terms.jurorBps = 10_000 - REPORTER_BPS;
    Juries all = new Juries(staking, treasury, REPORTER_BPS, terms);
    assertEq(all.reporterBps(), REPORTER_BPS);
  }

  function refuse(Terms memory terms) private {
    vm.expectRevert(Juries.WrongTerms.selector);
    new Juries(staking, treasury, REPORTER_BPS, terms);
  }
}
