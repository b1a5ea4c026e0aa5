// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding, Jury, JuryRules } from "../../src/disputes/Jury.sol";
import { Terms, TermsRules } from "../../src/disputes/Terms.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev A jury of 24 seats, of which 10 must agree.
contract VerdictTest is JuriesFixture {
  using JuryRules for Jury;
  using TermsRules for Terms;

  uint32 private constant QUORUM = 10;
  Jury private jury;

  function setUp() public override { }

  function test_aQuorumOfAgreeingSeatsDecides() public {
    assertEq(juryTerms().quorumOf(0), QUORUM);
    check(QUORUM, 0, 0, Finding.Right);
    check(0, QUORUM, 0, Finding.Wrong);
    check(QUORUM - 1, 0, 0, Finding.None);
    check(0, QUORUM - 1, 0, Finding.None);
    check(QUORUM - 1, QUORUM - 1, QUORUM, Finding.None);
    // Others' seats do not help.
    check(QUORUM - 1, QUORUM - 2, QUORUM - 2, Finding.None);
    check(QUORUM - 2, QUORUM - 1, QUORUM - 2, Finding.None);
  }

  /// @dev The next jury has twice as many seats.
  function test_aLargerJuryNeedsMore() public {
    assertEq(juryTerms().quorumOf(1), 2 * QUORUM);
    jury.votes = [uint32(0), 2 * QUORUM - 1, 0, 0];
    assertEq(uint256(jury.verdict(juryTerms(), 1)), uint256(Finding.None));
    jury.votes = [uint32(0), 2 * QUORUM, 0, 0];
    assertEq(uint256(jury.verdict(juryTerms(), 1)), uint256(Finding.Right));
  }

  function test_moreMustFindItThanTheOpposite() public {
    check(QUORUM, QUORUM, 0, Finding.None);
    check(QUORUM + 1, QUORUM, 0, Finding.Right);
    check(QUORUM, QUORUM + 1, 0, Finding.Wrong);
  }

  function test_moreMustFindItThanThatTheEvidenceCannotBeHad() public {
    check(QUORUM, 0, QUORUM, Finding.None);
    check(0, QUORUM, QUORUM, Finding.None);
    check(QUORUM, 0, QUORUM - 1, Finding.Right);
    check(0, QUORUM, QUORUM - 1, Finding.Wrong);
    check(QUORUM, QUORUM + 1, QUORUM + 2, Finding.None);
    // Than each of the two, not than both together.
    check(QUORUM, QUORUM - 1, QUORUM - 1, Finding.Right);
    check(QUORUM - 1, QUORUM, QUORUM - 1, Finding.Wrong);
    check(0, 0, 2 * QUORUM, Finding.None);
  }

  /// @dev What is sealed as no finding counts for nothing.
  function test_seatsThatFindNothingDoNotCount() public {
    jury.votes = [uint32(100), QUORUM, 0, 0];
    assertEq(uint256(jury.verdict(juryTerms(), 0)), uint256(Finding.Right));
  }

  function test_moreThanAJurysSeatsShareThePayOfThose() public {
    jury.votes = [uint32(0), SEATS, SEATS + 1, 0];
    (uint256 each, uint256 all) = jury.payOf(juryTerms(), 0, Finding.Right);
    assertEq(each, PAY);
    assertEq(all, PAY * uint256(SEATS));
    (each, all) = jury.payOf(juryTerms(), 0, Finding.Wrong);
    assertEq(each, uint256(PAY) * SEATS / (SEATS + 1));
    assertEq(all, each * (SEATS + 1));
    (each,) = jury.payOf(juryTerms(), 1, Finding.Wrong);
    assertEq(each, PAY);
  }

  function check(uint32 right, uint32 wrong, uint32 unavailable, Finding verdict) private {
    jury.votes = [0, right, wrong, unavailable];
    assertEq(uint256(jury.verdict(juryTerms(), 0)), uint256(verdict));
  }
}
