// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Juries } from "../../src/Juries.sol";
import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Ballots, LeftOut, OpenedVote, SealedVote } from "../../src/disputes/Ballot.sol";
import { Exhibit } from "../../src/disputes/Case.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Assignment, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { Terms } from "../../src/disputes/Terms.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev A result that can be reported as wrong, and twelve miners of equal weight that can sit on its juries.
abstract contract JuriesFixture is DisputesFixture {
  uint256 internal constant PEERS = 12;
  uint96 internal constant PAY = 1e18;
  uint88 internal constant FINE = 2e18;
  /// @dev Of a seat with a sealed vote that was wrong or stayed sealed.
  uint8 internal constant SEALED_FACTOR = 5;
  uint256 internal constant SEALED_FINE = uint256(FINE) * SEALED_FACTOR;
  uint16 internal constant SEATS = 24;
  uint64 internal constant DRAW_BLOCKS = 5;
  uint32 internal constant STEP = 8 hours;
  uint16 internal constant SLASH_BPS = 2_000;
  bytes32 internal constant SALT = keccak256("salt");
  uint64 internal constant DISTANCE = 77;

  Juries internal juries;
  address internal accusedOwner = makeAddr("accused owner");
  uint256 internal accused;
  uint256 internal accusedKey;
  /// @dev Node ids of those twelve miners, each with an owner of its own.
  uint256[PEERS] internal peers;
  mapping(uint256 nodeId => uint256) internal keys;
  /// @dev One of those twelve, and its owner.
  uint256 internal juror;
  address internal jurorOwner;
  Assignment internal assignment;
  TaskResult internal wrongResult = TaskResult({ result: keccak256("result"), units: 20, trace: 0 });

  function juryTerms() internal pure virtual returns (Terms memory) {
    return Terms({
      pay: PAY,
      fine: FINE,
      sealedFactor: SEALED_FACTOR,
      seats: SEATS,
      quorumBps: 4_000,
      feeBps: 1_000,
      growth: 2,
      juries: 3,
      drawBlocks: uint32(DRAW_BLOCKS),
      commitWindow: STEP,
      revealWindow: STEP,
      appealWindow: STEP,
      settleWindow: STEP,
      fineWindow: STEP,
      slashBps: SLASH_BPS,
      paidBps: 5_000,
      reporterBps: REPORTER_BPS,
      bondBps: 1_000
    });
  }

  function setUp() public virtual override {
    super.setUp();
    juries = new Juries(slasher, epochs, juryTerms());
    appoint(address(juries));
    accused = registerNode(accusedOwner, "accused", Role.Miner, 0, MINER_MINIMUM);
    (, accusedKey) = makeAddrAndKey("accused");
    keys[accused] = accusedKey;
    for (uint256 i = 0; i < PEERS; i++) {
      string memory name = string.concat("peer", vm.toString(i));
      peers[i] =
        registerNode(makeAddr(string.concat("owner of ", name)), name, Role.Miner, 0, 2 * MINER_MINIMUM);
      (, keys[peers[i]]) = makeAddrAndKey(name);
    }
    juror = peers[0];
    jurorOwner = staking.node(juror).owner;
    // The fixture's own five miners take no part.
    for (uint256 i = 0; i < 5; i++) {
      uint256 id = staking.nodeIdOf(ranking[i]);
      vm.prank(alice);
      staking.retire(id);
    }
    nextTask();
    endow(reporter);
    endow(accusedOwner);
  }

  /// @dev The accused's next task, drawn by the weights of now.
  function nextTask() internal {
    skip(1 minutes);
    drawNow();
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
  }

  function handOver(uint256 nodeId, address to) internal {
    vm.prank(staking.node(nodeId).owner);
    staking.offerNode(nodeId, to);
    vm.prank(to);
    staking.acceptNode(nodeId);
  }

  /// @dev Whether all of a node's weight is left out of the juries of a case.
  function isLeftOut(uint256 caseId, uint256 nodeId) internal view returns (bool) {
    return juries.ballotOf(caseId, 0, nodeId).leftOut == LeftOut.All;
  }

  function endow(address side) internal {
    vm.prank(admin);
    cai.transfer(side, 10_000e18);
    vm.prank(side);
    cai.approve(address(juries), type(uint256).max);
  }

  function none() internal pure returns (uint256[] memory) {
    return new uint256[](0);
  }

  function resultOf() internal view returns (SignedResult memory) {
    return signResult(accusedKey, digestOf(assignment), wrongResult);
  }

  function evidence() internal view returns (bytes32) {
    return keccak256(abi.encode(digestOf(assignment), wrongResult));
  }

  function source() internal view returns (Exhibit memory) {
    return Exhibit({ coordinator: coordinator, hash: keccak256("evidence") });
  }

  function open() internal returns (uint256) {
    return openWith(none());
  }

  function openWith(uint256[] memory barred) internal returns (uint256) {
    (AssignmentProof memory proof, SignedResult memory signed) = (proofOf(assignment), resultOf());
    vm.prank(reporter);
    return juries.open(proof, signed, source(), barred);
  }

  /// @dev A case whose first jury is drawn, and the peers on it.
  function openAndDraw() internal returns (uint256 id, uint256[] memory ids) {
    id = open();
    draw(id, keccak256("a block"));
    ids = jurors(id, 0);
  }

  function refuseOpen(bytes memory refusal) internal {
    (AssignmentProof memory proof, SignedResult memory signed) = (proofOf(assignment), resultOf());
    vm.prank(reporter);
    vm.expectRevert(refusal);
    juries.open(proof, signed, source(), none());
  }

  function appealBy(address party, uint256 caseId) internal {
    vm.prank(party);
    juries.appeal(caseId, none());
  }

  function draw(uint256 caseId, bytes32 blockHash) internal {
    uint64 seedBlock = juries.juryOf(caseId, juries.getCase(caseId).round).seedBlock;
    vm.roll(seedBlock + 1);
    vm.setBlockhash(seedBlock, blockHash);
    juries.draw(caseId);
  }

  /// @dev Draws the current jury with a block hash that gives this node seats. If none does, nothing is drawn.
  function drawFor(uint256 caseId, uint256 nodeId) internal returns (uint256 seats) {
    uint256 round = juries.getCase(caseId).round;
    for (uint256 hash = 1; hash < 20; hash++) {
      uint256 state = vm.snapshotState();
      draw(caseId, bytes32(hash));
      seats = juries.seatsOf(caseId, round, nodeId);
      if (seats != 0) return seats;
      vm.revertToState(state);
    }
  }

  /// @dev The peers that have seats.
  function jurors(uint256 caseId, uint256 round) internal view returns (uint256[] memory ids) {
    uint256 count = 0;
    ids = new uint256[](PEERS);
    for (uint256 i = 0; i < PEERS; i++) {
      if (juries.seatsOf(caseId, round, peers[i]) != 0) ids[count++] = peers[i];
    }
    assembly {
      mstore(ids, count)
    }
  }

  function without(uint256[] memory ids, uint256 nodeId) internal pure returns (uint256[] memory rest) {
    uint256 count = 0;
    rest = new uint256[](ids.length - 1);
    for (uint256 i = 0; i < ids.length; i++) {
      if (ids[i] != nodeId) rest[count++] = ids[i];
    }
  }

  function opened(uint256 nodeId, Finding finding) internal pure returns (OpenedVote memory) {
    return OpenedVote({ nodeId: nodeId, finding: finding, distance: DISTANCE, salt: SALT });
  }

  function seal(uint256 caseId, uint256 round, OpenedVote memory vote, uint256 key)
    internal
    view
    returns (SealedVote memory)
  {
    bytes32 sealedVote = keccak256(abi.encode(caseId, round, vote));
    bytes32 structHash = keccak256(
      abi.encode(
        keccak256("SealedVote(uint256 caseId,uint256 round,uint256 nodeId,bytes32 vote)"),
        caseId,
        round,
        vote.nodeId,
        sealedVote
      )
    );
    bytes32 digest = MessageHashUtils.toTypedDataHash(domain("Cuckoo Juries", address(juries)), structHash);
    (bytes32 r, bytes32 vs) = vm.signCompact(key, digest);
    return SealedVote({ nodeId: vote.nodeId, vote: sealedVote, r: r, vs: vs });
  }

  function commit(uint256 caseId, OpenedVote[] memory votes) internal {
    uint256 round = juries.getCase(caseId).round;
    SealedVote[] memory sealedVotes = new SealedVote[](votes.length);
    for (uint256 i = 0; i < votes.length; i++) {
      sealedVotes[i] = seal(caseId, round, votes[i], keys[votes[i].nodeId]);
    }
    juries.commit(caseId, sealedVotes);
  }

  function one(OpenedVote memory vote) internal pure returns (OpenedVote[] memory votes) {
    votes = new OpenedVote[](1);
    votes[0] = vote;
  }

  function alike(uint256[] memory ids, Finding finding) internal pure returns (OpenedVote[] memory votes) {
    votes = new OpenedVote[](ids.length);
    for (uint256 i = 0; i < ids.length; i++) {
      votes[i] = opened(ids[i], finding);
    }
  }

  /// @dev Draws the current jury; all of it finds the same. Ends when its votes are in.
  function decide(uint256 caseId, Finding finding) internal returns (uint256[] memory ids) {
    uint256 round = juries.getCase(caseId).round;
    draw(caseId, keccak256(abi.encode("block", caseId, round)));
    ids = jurors(caseId, round);
    hold(caseId, alike(ids, finding));
  }

  /// @dev These votes and no others are sealed and opened. Ends when the window for that is over.
  function hold(uint256 caseId, OpenedVote[] memory votes) internal {
    commit(caseId, votes);
    skip(STEP);
    juries.reveal(caseId, votes);
    skip(STEP);
  }

  /// @dev Lets the time for an appeal pass, then settles.
  function settle(uint256 caseId) internal {
    if (juries.getCase(caseId).round + 1 < juryTerms().juries) skip(STEP);
    juries.settle(caseId);
  }

  function seatsOf(uint256 caseId, uint256 round, uint256[] memory ids)
    internal
    view
    returns (uint256 seats)
  {
    for (uint256 i = 0; i < ids.length; i++) {
      seats += juries.seatsOf(caseId, round, ids[i]);
    }
  }

  function keysOf(uint256[] memory ids) internal view returns (address[] memory operators) {
    operators = new address[](ids.length);
    for (uint256 i = 0; i < ids.length; i++) {
      operators[i] = vm.addr(keys[ids[i]]);
    }
  }

  function stakeOf(uint256 nodeId) internal view returns (uint256) {
    return staking.node(nodeId).assets;
  }

  function wealthOf(uint256 id) internal view returns (uint256) {
    return cai.balanceOf(staking.node(id).owner);
  }
}
